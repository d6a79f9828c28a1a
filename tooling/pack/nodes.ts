import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A Node to load the packages in. */
export interface NodeVersion {
  readonly label: string;
  readonly executable: string;
}

/** The Node that runs this. */
export const currentNode: NodeVersion = {
  label: `Node ${process.versions.node}`,
  executable: process.execPath,
};

/** The newest 20, 22 and 24 that the npm registry has for this platform. */
export async function supportedNodes(): Promise<NodeVersion[]> {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const nodes: NodeVersion[] = [];
  for (const major of [20, 22, 24]) {
    const spec = `node-${platform}-${process.arch}@^${major}`;
    // The command is a string: `node` has to be looked up on the PATH that npm makes.
    const call = `node -p "process.execPath + '|' + process.versions.node"`;
    const { stdout } = await run("npm", [
      "exec",
      "--yes",
      "--prefer-offline",
      `--package=${spec}`,
      "--call",
      call,
    ]);
    const [executable, version] = stdout.trim().split("|");
    if (executable === undefined || version === undefined) throw new Error(`${spec}: no Node came`);
    nodes.push({ label: `Node ${version}`, executable });
  }
  return nodes;
}
