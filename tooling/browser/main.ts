import { findBrowser } from "./index.ts";

const { executablePath, source } = await findBrowser();
console.log(`${source}: ${executablePath}`);
