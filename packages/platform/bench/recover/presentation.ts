import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import JSZip from 'jszip'
import sharp from 'sharp'

import { containerSplitter, startClamdScanner, startScanners } from '../../src/adapters/scanners/index.ts'
import { closing } from './closing.ts'
import type { Clamd } from './programs.ts'
import { takeTurns } from './taking-turns.ts'

export interface PresentationBench {
  readonly folder: string
  readonly rules: readonly string[]
  readonly clamd: Clamd
  readonly rounds: number
}

const pictures = 25

/**
 * A presentation of 79 MB, mostly pictures: clamd over the file as a whole, clamd over what is inside when we take it
 * apart, and all that a run asks for, which is both.
 */
export async function measurePresentation(options: PresentationBench): Promise<Record<string, number>> {
  const { folder, rules, clamd, rounds } = options
  mkdirSync(folder, { recursive: true })
  const bytes = await makePresentation()
  const file = join(folder, 'presentation.pptx')
  writeFileSync(file, bytes)
  const item = { key: createHash('sha256').update(bytes).digest('hex'), bytes }
  const place = { place: clamd.place, signatures: clamd.signatures }
  await using engine = closing(await startClamdScanner(place))
  const splitter = containerSplitter()
  await using _splitter = { [Symbol.asyncDispose]: () => splitter.close() }
  const best = await takeTurns(
    [
      { name: 'clamdscan, whole', run: () => clamd.scan(file) },
      {
        name: 'inside',
        run: async () => {
          for await (const members of splitter.split(item)) await engine.scan(members)
        },
      },
      {
        name: 'a run',
        run: async () => {
          await using panel = closing(await startScanners({ rules, clamd: place }))
          await panel.scan([item])
        },
      },
    ],
    rounds,
  )
  const seconds = (name: string): number => best.get(name) ?? Number.NaN
  return {
    presentationMB: bytes.length / 1e6,
    presentationWholeSeconds: seconds('clamdscan, whole'),
    presentationInsideSeconds: seconds('inside'),
    presentationBothSeconds: seconds('a run'),
    containerSpeedup: seconds('clamdscan, whole') / seconds('inside'),
  }
}

/** Pictures that do not shrink, and slides that do. */
async function makePresentation(): Promise<Buffer> {
  const zip = new JSZip()
  const raw = { width: 1000, height: 1000, channels: 3 } as const
  for (let at = 0; at < pictures; at += 1) {
    const noise = randomBytes(raw.width * raw.height * raw.channels)
    zip.file(`ppt/media/image${at}.png`, await sharp(noise, { raw }).png({ compressionLevel: 1 }).toBuffer())
    zip.file(
      `ppt/slides/slide${at}.xml`,
      `<p:sld>${`<a:t>Umsatz nach Region ${at}</a:t>`.repeat(2000)}</p:sld>`,
    )
  }
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
}
