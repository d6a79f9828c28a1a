import { storage } from "./storage.ts";

/** The docs keep the reader's choice under this key: "light", "dark", or "" for the system's. */
const key = "starlight-theme";

const system: MediaQueryList = matchMedia("(prefers-color-scheme: dark)");

/** Follows the reader's choice, else the system, and lets `button` flip it. */
export function startTheme(button: HTMLButtonElement): void {
  const choice = (): string | null => storage.get(key) || null;
  const current = (): "light" | "dark" => {
    const chosen = choice();
    return chosen === "light" || chosen === "dark" ? chosen : system.matches ? "dark" : "light";
  };
  const show = (theme: "light" | "dark"): void => {
    document.documentElement.dataset["theme"] = theme;
    const other = theme === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Switch to the ${other} theme`);
    button.title = `Switch to the ${other} theme`;
  };
  button.addEventListener("click", () => {
    const next = document.documentElement.dataset["theme"] === "dark" ? "light" : "dark";
    storage.set(key, next);
    show(next);
  });
  system.addEventListener("change", () => show(current()));
  addEventListener("storage", (event) => {
    if (event.key === key) show(current());
  });
  show(current());
}
