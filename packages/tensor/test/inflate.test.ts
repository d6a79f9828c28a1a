import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { inflate } from "../src/inflate.ts";
import { readFixture } from "./read-fixture.ts";

const streams =
  readFixture<readonly (readonly [name: string, kind: string, size: number, hash: string, stream: string])[]>(
    "deflate",
  );

test.each(streams)("%s in %s blocks is what zlib packed", (_name, _kind, size, hash, stream) => {
  const output = inflate(Uint8Array.from(Buffer.from(stream, "base64")), size)!;
  expect(output.length).toBe(size);
  expect(createHash("sha256").update(output).digest("hex")).toBe(hash);
});

test("numbers of every length return from Node's zlib", () => {
  for (let size = 0; size < 3000; size = size * 2 + 1) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * i) % 251);
    for (const level of [0, 1, 6, 9]) expect(inflate(deflateRawSync(bytes, { level }), size)).toEqual(bytes);
  }
});

test("streams that end early, or hold fewer or more bytes, are refused", () => {
  for (const [, , size, , stream] of streams) {
    const bytes = Uint8Array.from(Buffer.from(stream, "base64"));
    expect(inflate(bytes.subarray(0, -1), size)).toBeUndefined();
    expect(inflate(bytes.subarray(0, bytes.length >> 1), size)).toBeUndefined();
    expect(inflate(bytes, size + 1)).toBeUndefined();
    if (size > 0) expect(inflate(bytes, size - 1)).toBeUndefined();
  }
});

test.each([
  ["nothing", []],
  ["a block of the fourth kind", [0b111]],
  ["a stored block whose length is not repeated", [1, 5, 0, 5, 0, 1, 2, 3, 4, 5]],
  ["a copy from before the beginning", [0b00000011, 0b00000010, 0]],
  ["code lengths that are too many for their bits", [0b00000101, 0, 0b10010010, 0b01001001, 0b00100100]],
])("%s is refused", (_, bytes) => {
  expect(inflate(Uint8Array.from(bytes), 5)).toBeUndefined();
});

test("streams with any byte changed end, in something or in nothing", () => {
  const bytes = Uint8Array.from(Buffer.from(streams.find(([name]) => name === "letters")![4], "base64"));
  for (let at = 0; at < 300; at++) {
    const changed = bytes.with(at, bytes[at]! ^ 0x55);
    const output = inflate(changed, 5000);
    expect(output === undefined || output.length === 5000).toBe(true);
  }
});
