import { defineConfig } from "vite";
import { sandbox } from "./build/sandbox-plugin.ts";

export default defineConfig({
  base: "/playground/",
  plugins: [sandbox()],
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
});
