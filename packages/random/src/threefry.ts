/**
 * Threefry-2x32 with 20 rounds: a bijection of 64-bit blocks for each 64-bit key, strong enough that the images of
 * 0, 1, 2, … are a random stream. Words are unsigned; counters are consecutive in the low word.
 *
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011);
 * the rotations and known answers are those of Random123 1.14.
 *
 * @returns the two words of each block, one block after the other.
 */
export function threefry(
  [key0, key1]: readonly [number, number],
  [counter0, counter1]: readonly [number, number],
  blocks: number,
): Uint32Array {
  // The parity constant of Skein makes the third key word never all zero with the others.
  const key2 = 0x1bd11bda ^ key0 ^ key1;
  const words = new Uint32Array(2 * blocks);
  for (let block = 0; block < blocks; block++) {
    let x = (counter0 + key0) | 0;
    let y = (counter1 + block + key1) | 0;
    for (let group = 0; group < 5; group++) {
      const odd = group & 1;
      x = (x + y) | 0;
      y = rotate(y, odd ? 17 : 13) ^ x;
      x = (x + y) | 0;
      y = rotate(y, odd ? 29 : 15) ^ x;
      x = (x + y) | 0;
      y = rotate(y, odd ? 16 : 26) ^ x;
      x = (x + y) | 0;
      y = rotate(y, odd ? 24 : 6) ^ x;
      const turn = (group + 1) % 3;
      x = (x + (turn === 0 ? key0 : turn === 1 ? key1 : key2)) | 0;
      y = (y + (turn === 0 ? key1 : turn === 1 ? key2 : key0) + group + 1) | 0;
    }
    words[2 * block] = x;
    words[2 * block + 1] = y;
  }
  return words;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
