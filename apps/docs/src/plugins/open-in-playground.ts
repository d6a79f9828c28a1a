import { readFileSync } from "node:fs";
import type { ExpressiveCodePlugin } from "@astrojs/starlight/expressive-code";
import { h, select, setProperty } from "@astrojs/starlight/expressive-code/hast";
import { withoutRegions } from "../text/region.ts";
import { playgroundLink } from "./playground-link.ts";

const runnable = new Set(["ts", "js", "typescript", "javascript"]);

/**
 * Puts a link "Open in playground" under every TypeScript and JavaScript block, at build time.
 *
 * A fence may say `playground=off` (a fragment that cannot run alone) or `playground="path"`
 * (open that whole file, of which the block shows a part; `show` is an expression to end it with).
 */
export function openInPlayground(): ExpressiveCodePlugin {
  return {
    name: "open-in-playground",
    hooks: {
      postprocessRenderedBlock: ({ codeBlock, renderData }) => {
        // reachable by keyboard when it scrolls; without this a script would make every block a landmark
        const pre = select("pre", renderData.blockAst);
        if (pre) setProperty(pre, "tabIndex", "0");
        if (!runnable.has(codeBlock.language)) return;
        const wanted = codeBlock.metaOptions.getString("playground");
        if (wanted === "off") return;
        const show = codeBlock.metaOptions.getString("show") ?? "";
        const source =
          wanted === undefined
            ? codeBlock.code
            : `${withoutRegions(readFileSync(wanted, "utf8"))}${show === "" ? "" : `\n${show};\n`}`;
        renderData.blockAst.children.push(
          h("a.playground-link", { href: playgroundLink(source) }, "Open in playground"),
        );
      },
    },
  };
}
