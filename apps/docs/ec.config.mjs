import { defineEcConfig } from "@astrojs/starlight/expressive-code";
import { openInPlayground } from "./src/plugins/open-in-playground.ts";

export default defineEcConfig({
  themes: ["vitesse-dark", "vitesse-light"],
  useStarlightUiThemeColors: true,
  plugins: [openInPlayground()],
  // a frame around every block would be louder than the text
  frames: { extractFileNameFromCode: false },
  styleOverrides: {
    borderRadius: "4px",
    codeFontFamily: "var(--sl-font-mono)",
    codeFontSize: "0.8rem",
    codeLineHeight: "1.6",
    uiFontFamily: "var(--ui-font)",
    frames: { shadowColor: "transparent" },
  },
});
