import { createModes } from "./modes.ts";
import { startCode } from "./code.ts";
import { byId } from "./dom.ts";
import { readFragment } from "./share.ts";
import type { Shared } from "./share.ts";
import { startTheme } from "./theme.ts";

startTheme(byId("theme", HTMLButtonElement));

const notice = byId("notice", HTMLElement);
const code = startCode(notice);
const modes = createModes(code);

/** Opens what the address carries. A program is only put into the editor; nothing runs. */
function open(): void {
  const shared: Shared | null | { readonly error: string } = readFragment(location.hash);
  if (shared === null) return;
  if ("error" in shared) {
    notice.hidden = false;
    notice.textContent = shared.error;
    return;
  }
  modes.open(shared);
}

addEventListener("hashchange", open);
open();
