// Reads what the page brings along: base64 of deflated bytes, which are the size of a head (four
// bytes, the lowest first), the head as JSON, and columns of numbers, each as long as the head says.

const SIZE_BYTES = 4;

function bytesOf(base64) {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The head, and the bytes of each column by its name. */
export async function readData(element) {
  const bytes = await inflate(bytesOf(element.textContent));
  const size = new DataView(bytes.buffer).getUint32(0, true);
  const text = new TextDecoder().decode(bytes.subarray(SIZE_BYTES, SIZE_BYTES + size));
  const head = JSON.parse(text);
  const columns = new Map();
  let place = SIZE_BYTES + size;
  for (const [name, length] of head.columns) {
    columns.set(name, bytes.subarray(place, place + length));
    place += length;
  }
  return { head, columns };
}

/** Numbers that are not negative, seven bits a byte. All there are, when no count is given. */
export function numbers(bytes, count = bytes.length) {
  const values = new Float64Array(count);
  let place = 0;
  let index = 0;
  for (; index < count && place < bytes.length; index += 1) {
    let value = 0;
    let factor = 1;
    let byte = 0;
    do {
      byte = bytes[place];
      place += 1;
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte >= 0x80);
    values[index] = value;
  }
  return index === count ? values : values.subarray(0, index);
}

/** Numbers of which one may be missing, which is NaN here. */
export function optionals(bytes, count) {
  const values = numbers(bytes, count);
  for (let index = 0; index < values.length; index += 1) {
    values[index] = values[index] === 0 ? NaN : values[index] - 1;
  }
  return values;
}

/** Numbers by their differences from the one before. */
export function differences(bytes, count) {
  const values = numbers(bytes, count);
  let last = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    last += value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    values[index] = last;
  }
  return values;
}
