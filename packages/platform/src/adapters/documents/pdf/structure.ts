import { type PdfObjects, reference, type Ref, textString } from './objects.ts'

/** Kinds of elements that a reader program knows (ISO 32000-1, 14.8.4). */
export type Role =
  | 'Sect'
  | 'H1'
  | 'H2'
  | 'H3'
  | 'P'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Figure'

/** A part of the document as it is read aloud, whatever page it stands on. */
export interface Element {
  readonly role: Role
  readonly language?: string
  readonly alternative?: string
  readonly scope?: 'Row' | 'Column'
  /** Left, bottom, right, top; a figure has one. */
  box?: readonly [number, number, number, number]
  readonly inside: (Element | Mark)[]
}

/** A piece of a page's content that belongs to an element. */
export interface Mark {
  readonly page: number
  readonly id: number
}

export function element(
  role: Role,
  more: Partial<Pick<Element, 'language' | 'alternative' | 'scope'>> = {},
): Element {
  return { role, ...more, inside: [] }
}

/** Writes the tree and, for every page, which element each of its marks belongs to. */
export function writeStructure(
  objects: PdfObjects,
  inside: readonly Element[],
  { pages, root }: { readonly pages: readonly Ref[]; readonly root: Ref },
): void {
  const owners: Ref[][] = pages.map(() => [])
  const document = objects.reserve()
  const kids = inside.map((one) => writeElement(objects, one, { pages, owners, parent: document }))
  objects.put(
    document,
    `<</Type /StructElem /S /Document /P ${reference(root)} /K [${kids.map(reference).join(' ')}]>>`,
  )
  const numbers = owners.map((refs, page) => `${page} [${refs.map(reference).join(' ')}]`).join(' ')
  objects.put(
    root,
    `<</Type /StructTreeRoot /K [${reference(document)}] /ParentTree <</Nums [${numbers}]>> /ParentTreeNextKey ${pages.length}>>`,
  )
}

function writeElement(
  objects: PdfObjects,
  { role, language, alternative, scope, box, inside }: Element,
  tree: { readonly pages: readonly Ref[]; readonly owners: Ref[][]; readonly parent: Ref },
): Ref {
  const ref = objects.reserve()
  const kids = inside.map((one) => {
    if ('role' in one) return reference(writeElement(objects, one, { ...tree, parent: ref }))
    const owners = tree.owners[one.page]
    if (owners !== undefined) owners[one.id] = ref
    return `<</Type /MCR /Pg ${reference(tree.pages[one.page] as Ref)} /MCID ${one.id}>>`
  })
  const attributes = [
    ...(scope === undefined ? [] : [`<</O /Table /Scope /${scope}>>`]),
    ...(box === undefined ? [] : [`<</O /Layout /BBox [${box.join(' ')}] /Placement /Block>>`]),
  ]
  const entries = [
    ...(language === undefined ? [] : [`/Lang (${language})`]),
    ...(alternative === undefined ? [] : [`/Alt ${textString(alternative)}`]),
    ...(attributes.length === 0 ? [] : [`/A ${attributes.join(' ')}`]),
  ].join(' ')
  objects.put(
    ref,
    `<</Type /StructElem /S /${role} /P ${reference(tree.parent)} ${entries} /K [${kids.join(' ')}]>>`,
  )
  return ref
}
