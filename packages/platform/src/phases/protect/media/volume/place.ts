import type { FileKind } from '@anlauf/repository'

/** The files of a repository that go onto media; locks are of the moment. */
export type StoredKind = Exclude<FileKind, 'locks'>

export interface StoredFile {
  readonly kind: StoredKind
  /** 64 hexadecimal digits; `config` for the config. */
  readonly id: string
  readonly size: number
}

/** What we add to a volume, in this order; the last three come behind the repository's files. */
export type OwnPart = 'readme' | 'label' | 'sums' | 'catalogue' | 'seal'

export type Place =
  | { readonly of: 'repository'; readonly kind: StoredKind; readonly id: string }
  | { readonly of: 'volume'; readonly set: string; readonly volume: number; readonly part: OwnPart }

const endings: Readonly<Record<OwnPart, string>> = {
  readme: 'README.txt',
  label: 'label.json',
  sums: 'sha256',
  catalogue: 'catalogue.ndjson',
  seal: 'seal.json',
}

/** At most 40 characters: with them every path fits the name field of a plain tar header. */
const setName = '[a-z0-9][a-z0-9-]{0,39}'

export function isSetName(text: string): boolean {
  return new RegExp(`^${setName}$`).test(text)
}

/** Where a repository file lies in a volume: restic's own path, so that unpacking all volumes gives a repository. */
export function storedPath(kind: StoredKind, id: string): string {
  if (kind === 'config') return 'config'
  return kind === 'data' ? `data/${id.slice(0, 2)}/${id}` : `${kind}/${id}`
}

/** Where a part of our own lies in a volume: in a folder that restic does not look at. */
export function ownPath(set: string, volume: number, part: OwnPart): string {
  return `anlauf-media/${set}/volume-${numberOf(volume)}.${endings[part]}`
}

/** Name of a volume as a file on a disk. */
export function volumeName(set: string, volume: number): string {
  return `${set}-${numberOf(volume)}.tar`
}

function numberOf(volume: number): string {
  return String(volume).padStart(4, '0')
}

const repositoryPath =
  /^(?:config|(keys|index|snapshots)\/([0-9a-f]{64})|data\/([0-9a-f]{2})\/(\3[0-9a-f]{62}))$/
const ownPathPattern = new RegExp(`^anlauf-media/(${setName})/volume-(\\d{4,6})\\.([A-Za-z.0-9]+)$`)

/** What a path in an archive stands for; nothing for every other path: an archive may come from anybody. */
export function parsePath(path: string): Place | undefined {
  const stored = repositoryPath.exec(path)
  if (stored !== null) {
    const [, kind, id, , pack] = stored
    if (pack !== undefined) return { of: 'repository', kind: 'data', id: pack }
    if (kind === undefined || id === undefined) return { of: 'repository', kind: 'config', id: 'config' }
    return { of: 'repository', kind: kind as StoredKind, id }
  }
  const [, set = '', volume, ending] = ownPathPattern.exec(path) ?? []
  const part = (Object.keys(endings) as OwnPart[]).find((one) => endings[one] === ending)
  return part === undefined ? undefined : { of: 'volume', set, volume: Number(volume), part }
}
