import { join } from "node:path";
import { serve } from "../serve/index.ts";
import { install, type Outcome, root, turbo } from "./commands.ts";

/** `npm start`: installs, builds, and serves the docs at `/` and the playground at `/playground/`. */
async function start(): Promise<void> {
  await stage("install", install());
  // The apps are built from the packages' sources, so their dist is not waited for.
  await stage("build", turbo(["build"], ["--filter=@adjoint/docs", "--filter=@adjoint/playground"]));
  const site = await serve({
    mounts: [
      { path: "/", folder: join(root, "apps", "docs", "dist") },
      { path: "/playground/", folder: join(root, "apps", "playground", "dist") },
    ],
    port: Number(process.env["PORT"] ?? 3000),
    host: process.env["HOST"] ?? "127.0.0.1",
  });
  console.log(`\n  docs        ${site.url}/\n  playground  ${site.url}/playground/\n\n  Ctrl-C stops.`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => void site.close().then(() => process.exit(0)));
  }
}

async function stage(name: string, outcome: Promise<Outcome>): Promise<void> {
  process.stdout.write(`${name} … `);
  const { code, seconds, output } = await outcome;
  console.log(`${seconds.toFixed(1)} s`);
  if (code === 0) return;
  console.error(output);
  process.exit(1);
}

await start();
