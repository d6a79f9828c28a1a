import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";

const run = promisify(execFile);
const inflate = promisify(brotliDecompress);

const release = {
  name: "@sparticuz/chromium",
  version: "153.0.0",
  integrity:
    "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
};

const cache = join(import.meta.dirname, "..", "..", ".cache");

const remedy = "install Chrome, Chromium or Edge, or set CHROME_PATH to an executable of one of them";

/**
 * The headless Chromium that the npm registry carries, unpacked with its libraries, SwiftShader and a font
 * into `.cache/`. It needs neither root nor anything that the machine lacks.
 */
export async function bundledChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  if (platform() !== "linux" || arch() !== "x64") {
    throw new Error(`no browser found, and none can be fetched for ${platform()} ${arch()}: ${remedy}`);
  }
  const folder = join(cache, `chromium-${release.version}`);
  if (!existsSync(folder)) await fetchInto(folder);
  const libraries = [join(folder, "lib"), folder, process.env["LD_LIBRARY_PATH"]];
  return {
    executablePath: join(folder, "chromium"),
    env: {
      LD_LIBRARY_PATH: libraries.filter((path) => path !== undefined && path !== "").join(":"),
      FONTCONFIG_PATH: folder,
    },
  };
}

/** Unpacks beside the final place and renames, so that an interrupted or a concurrent run leaves nothing half done. */
async function fetchInto(folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, "chromium-unpacking-"));
  try {
    const archives = await download(work);
    const target = join(work, "ready");
    await mkdir(target);
    const executable = join(target, "chromium");
    await writeFile(executable, await inflate(await readFile(join(archives, "chromium.br"))));
    await chmod(executable, 0o755);
    for (const name of ["al2023", "swiftshader", "fonts"]) {
      const tar = join(work, `${name}.tar`);
      await writeFile(tar, await inflate(await readFile(join(archives, `${name}.tar.br`))));
      await run("tar", ["xf", tar, "--no-same-owner", "-C", target]);
    }
    await pointToFonts(target, folder);
    await rename(target, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(work: string): Promise<string> {
  const spec = `${release.name}@${release.version}`;
  try {
    await run("npm", ["pack", spec, "--prefer-offline", "--pack-destination", work], {
      cwd: work,
      shell: false,
    });
  } catch (error) {
    throw new Error(`no browser found, and ${spec} could not be fetched from the npm registry: ${remedy}`, {
      cause: error,
    });
  }
  const tarball = join(work, `sparticuz-chromium-${release.version}.tgz`);
  const sum = createHash("sha512")
    .update(await readFile(tarball))
    .digest("base64");
  if (`sha512-${sum}` !== release.integrity) {
    throw new Error(`${spec}: the fetched tarball has the checksum sha512-${sum}, not ${release.integrity}`);
  }
  await run("tar", ["xzf", tarball, "--no-same-owner", "-C", work]);
  return join(work, "package", "bin");
}

/** The archive's fonts.conf names a folder under /tmp. */
async function pointToFonts(unpacked: string, folder: string): Promise<void> {
  const config = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, "fontconfig")}</cachedir>
</fontconfig>
`;
  await writeFile(join(unpacked, "fonts.conf"), config);
}
