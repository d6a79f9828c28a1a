import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type HeaderRule, headersFor, readHeaderRules } from "./headers.ts";
import { mimeType } from "./mime-types.ts";

/** A folder of built files and the path under which it is served: `/` or `/name/`. */
export interface Mount {
  readonly path: string;
  readonly folder: string;
}

/** What `serve` listens on. */
export interface ServeOptions {
  readonly mounts: readonly Mount[];
  /** The first port to try; 0 takes any free one. A busy port is passed over for the next, up to twenty times. */
  readonly port?: number;
  readonly host?: string;
}

/** A running server: close it when done. */
export interface Site {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves static folders as a static host would: `index.html` for folders, `404.html`, the rules of `_headers`. */
export async function serve(options: ServeOptions): Promise<Site> {
  const mounts = options.mounts.toSorted((a, b) => b.path.length - a.path.length);
  const rules = (await Promise.all(mounts.map((mount) => readHeaderRules(mount.folder)))).flat();
  const server = createServer((request, response) => {
    void answer(request, response, mounts, rules).catch(() => response.writeHead(500).end());
  });
  const host = options.host ?? "127.0.0.1";
  const port = await listen(server, host, options.port ?? 0);
  return {
    url: `http://${host === "127.0.0.1" ? "localhost" : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, host: string, first: number): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const port = first === 0 ? 0 : first + attempt;
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once("error", resolve);
      server.listen(port, host, () => {
        server.off("error", resolve);
        resolve(undefined);
      });
    });
    if (error === undefined) return (server.address() as AddressInfo).port;
    if (error.code !== "EADDRINUSE" || attempt === 20) throw error;
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  mounts: readonly Mount[],
  rules: readonly HeaderRule[],
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const path = decode(request.url ?? "/");
  const bare = mounts.find((mount) => `${path}/` === mount.path);
  if (bare !== undefined) {
    response.writeHead(308, { Location: bare.path }).end();
    return;
  }
  const mount = path === undefined ? undefined : mounts.find((candidate) => path.startsWith(candidate.path));
  if (path === undefined || mount === undefined) {
    response.writeHead(404).end();
    return;
  }
  const found = await locate(mount.folder, path.slice(mount.path.length));
  if (found?.isFolder) {
    response.writeHead(308, { Location: `${path}/` }).end();
    return;
  }
  const file = found?.file ?? (await existing(join(mount.folder, "404.html")));
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(found === undefined ? 404 : 200, {
    "Content-Type": mimeType(extname(file)),
    "Cache-Control": "no-cache",
    ...headersFor(rules, path),
  });
  if (request.method === "HEAD") response.end();
  else createReadStream(file).pipe(response);
}

/** The path part of a request, or undefined where it is malformed or leaves the folder. */
function decode(url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    return path.includes("\0") || path.split(/[/\\]/).includes("..") ? undefined : path;
  } catch {
    return undefined;
  }
}

interface Located {
  readonly file: string;
  /** The request named a folder without its slash. */
  readonly isFolder: boolean;
}

async function locate(folder: string, path: string): Promise<Located | undefined> {
  const target = join(folder, ...path.split("/"));
  const index = join(target, "index.html");
  const named = path !== "" && !path.endsWith("/");
  const candidates = named ? [target, index, `${target}.html`] : [index];
  for (const candidate of candidates) {
    if (await isFile(candidate)) return { file: candidate, isFolder: named && candidate === index };
  }
  return undefined;
}

async function existing(file: string): Promise<string | undefined> {
  return (await isFile(file)) ? file : undefined;
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}
