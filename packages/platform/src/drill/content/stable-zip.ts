import JSZip from 'jszip'

/** The moment that stands inside made files, so that equal seeds give equal bytes. */
export const madeAt = new Date('2026-01-15T08:00:00Z')

/**
 * Packs a zip-based document again with fixed times and a fixed order: office libraries write the wall
 * clock into the archive's entries and into `docProps/core.xml`.
 */
export async function stableZip(bytes: Uint8Array): Promise<Buffer> {
  const source = await JSZip.loadAsync(bytes)
  const target = new JSZip()
  const names = Object.keys(source.files).filter((name) => source.files[name]?.dir === false)
  // OpenDocument wants its type first and uncompressed; every other reader does not mind.
  names.sort((a, b) => Number(b === 'mimetype') - Number(a === 'mimetype') || (a < b ? -1 : 1))
  for (const name of names) {
    const content = (await source.files[name]?.async('nodebuffer')) ?? Buffer.alloc(0)
    target.file(name, name.endsWith('core.xml') ? withoutClock(content) : content, {
      date: madeAt,
      createFolders: false,
      compression: name === 'mimetype' ? 'STORE' : 'DEFLATE',
    })
  }
  return target.generateAsync({ type: 'nodebuffer', platform: 'UNIX', compressionOptions: { level: 6 } })
}

function withoutClock(content: Buffer): Buffer {
  const fixed = madeAt.toISOString().replace(/\.\d+Z$/, 'Z')
  return Buffer.from(content.toString('utf8').replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, fixed))
}
