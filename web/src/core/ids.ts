const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 8 digits of the creation millisecond, so that ids sort by age, and 8 of chance. */
export function newId(now = Date.now(), chance: (bytes: Uint8Array) => Uint8Array = fromCrypto): string {
  return timeDigits(now) + chanceDigits(chance);
}

function timeDigits(now: number): string {
  let digits = '';
  for (let left = now; digits.length < 8; left = Math.floor(left / 62)) digits = DIGITS[left % 62] + digits;
  return digits;
}

function chanceDigits(chance: (bytes: Uint8Array) => Uint8Array): string {
  let digits = '';
  while (digits.length < 8) {
    for (const byte of chance(new Uint8Array(16))) {
      // 248 = 4 × 62: bytes above it would make the first digits likelier than the others.
      if (byte < 248 && digits.length < 8) digits += DIGITS[byte % 62];
    }
  }
  return digits;
}

// Not crypto.randomUUID: it does not exist on a plain-http page of a home server.
function fromCrypto(bytes: Uint8Array): Uint8Array {
  return crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
}
