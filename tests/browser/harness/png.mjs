// Pictures of any size and shape.
import { createServer } from "node:http";
import { crc32 as zlibCrc32, deflateSync } from "node:zlib";

function crc32(bytes) {
  if (zlibCrc32) return zlibCrc32(bytes);
  let crc = ~0; // Debian's node has none
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(8);
  out.writeUInt32BE(data.length, 0);
  out.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([out.subarray(0, 4), body, out.subarray(4)]);
}

/** Grey, 8 bits. */
export function png(width, height, grey = 128) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const row = Buffer.alloc(width + 1, grey);
  row[0] = 0;
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(Array(height).fill(row)))), chunk("IEND", Buffer.alloc(0))]);
}

/** Serves /<width>x<height>.png, and a page for everything else. */
export async function pictureServer(cleanup) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    const size = /^\/(\d+)x(\d+)\.png$/.exec(request.url);
    response.setHeader("Content-Type", size ? "image/png" : "text/html");
    response.end(size ? png(Number(size[1]), Number(size[2])) : "<!DOCTYPE html><title>A player</title>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup.add(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: (path) => `http://127.0.0.1:${server.address().port}/${path}`, asked };
}
