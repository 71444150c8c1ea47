import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

// The zip format, APPNOTE 6.3.10: end of central directory 4.3.16, central header 4.3.12, local header 4.3.7.
const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly headerOffset: number;
  readonly packedBytes: number;
  readonly method: number;
}

/**
 * Unpacks the one entry of a zip file whose name ends in `suffix`, without an `unzip` on the machine. Knows no
 * zip64 and no encryption; the caller has checked the file's sha256, and the crc is not looked at again.
 * @throws an Error when there is no such entry
 */
export async function extractZipEntry(zipPath: string, suffix: string, targetPath: string): Promise<void> {
  const file = await open(zipPath, 'r');
  try {
    const entry = (await entriesOf(file)).find(({ name }) => name.endsWith(suffix));
    if (entry === undefined || entry.method !== DEFLATED) throw new Error(`no ${suffix} in ${zipPath}`);
    const header = await readAt(file, entry.headerOffset, LOCAL_BYTES);
    const start = entry.headerOffset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
    await pipeline(
      createReadStream(zipPath, { start, end: start + entry.packedBytes - 1 }),
      createInflateRaw(),
      createWriteStream(targetPath, { mode: 0o755 }),
    );
  } finally {
    await file.close();
  }
}

type File = Awaited<ReturnType<typeof open>>;

async function entriesOf(file: File): Promise<Entry[]> {
  const { size } = await file.stat();
  const end = await readAt(file, size - END_BYTES, END_BYTES);
  if (end.readUInt32LE(0) !== END_SIGNATURE) throw new Error('not a zip file without a comment');
  const directory = await readAt(file, end.readUInt32LE(16), end.readUInt32LE(12));
  const entries: Entry[] = [];
  for (let at = 0; at + CENTRAL_BYTES <= directory.length;) {
    if (directory.readUInt32LE(at) !== CENTRAL_SIGNATURE) throw new Error('broken zip directory');
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes),
      headerOffset: directory.readUInt32LE(at + 42),
      packedBytes: directory.readUInt32LE(at + 20),
      method: directory.readUInt16LE(at + 10),
    });
    at += CENTRAL_BYTES + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function readAt(file: File, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw new Error('zip file too short');
  return buffer;
}
