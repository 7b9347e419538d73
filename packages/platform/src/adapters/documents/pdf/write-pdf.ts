import { deflateSync } from 'node:zlib'

import { canvas, type Canvas, paper } from './canvas.ts'
import { type Face, faces, shown } from './face.ts'
import { metadataOf, pdfDate } from './metadata.ts'
import { number, pdfObjects, reference, type Ref, textString } from './objects.ts'
import { srgbProfile } from './srgb-profile.ts'
import { type Element, writeStructure } from './structure.ts'
import { usedGlyphs } from './used-glyphs.ts'

/** A document while it is drawn, page by page. */
export interface Drawing {
  addPage(): Canvas
  /** Of the whole document; elements in the order in which they are read. */
  readonly inside: Element[]
}

const profile = deflateSync(srgbProfile())
/** Characters. The title stands twice in a file, and both must be equal. */
const longestTitle = 500

/** A PDF/A-2a and PDF/UA-1 file. Same drawing, title, language and time: same bytes. */
export function writePdf(
  { title, language, at }: { readonly title: string; readonly language: string; readonly at: Date },
  draw: (drawing: Drawing) => void,
): Buffer {
  const { regular, strong } = faces()
  const used = { regular: usedGlyphs(regular), strong: usedGlyphs(strong) }
  const canvases: Canvas[] = []
  const inside: Element[] = []
  draw({
    inside,
    addPage() {
      const page = canvas(canvases.length, (face: Face) => used[face.name])
      canvases.push(page)
      return page
    },
  })
  const objects = pdfObjects()
  const [tree, fontRefs, structure] = [
    objects.reserve(),
    [objects.reserve(), objects.reserve()] as const,
    objects.reserve(),
  ]
  const pages = canvases.map(() => objects.reserve())
  for (const [at, one] of canvases.entries()) {
    const content = objects.stream('', one.content())
    objects.put(
      pages[at] as Ref,
      `<</Type /Page /Parent ${reference(tree)} /MediaBox [0 0 ${number(paper.width)} ${number(paper.height)}] /Resources <</Font <</F1 ${reference(fontRefs[0])} /F2 ${reference(fontRefs[1])}>>>> /Contents ${reference(content)} /StructParents ${at} /Tabs /S>>`,
    )
  }
  objects.put(tree, `<</Type /Pages /Kids [${pages.map(reference).join(' ')}] /Count ${pages.length}>>`)
  used.regular.embed(objects, fontRefs[0])
  used.strong.embed(objects, fontRefs[1])
  writeStructure(objects, inside, { pages, root: structure })
  const heading = shown(title.slice(0, longestTitle))
  const colours = objects.stream('/N 3', profile, 'packed')
  const intent = `<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile ${reference(colours)}>>`
  const metadata = objects.stream(
    '/Type /Metadata /Subtype /XML',
    metadataOf({ title: heading, language, at }),
    'plain',
  )
  const info = objects.add(
    `<</Title ${textString(heading)} /Creator (anlauf) /Producer (anlauf) /CreationDate ${pdfDate(at)} /ModDate ${pdfDate(at)}>>`,
  )
  const root = objects.add(
    `<</Type /Catalog /Pages ${reference(tree)} /Lang (${language}) /MarkInfo <</Marked true>> /StructTreeRoot ${reference(structure)} /ViewerPreferences <</DisplayDocTitle true>> /Metadata ${reference(metadata)} /OutputIntents [${intent}]>>`,
  )
  return objects.file(root, info)
}
