import { openOriginals, type Originals } from '../../../../adapters/originals/index.ts'
import { type CustodySession, type Item, openCustody } from '../../../../core/custody/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { noCase } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseLine } from '../../flags/flag-values.ts'
import { openStores, type Stores } from '../../access/stores.ts'

/** The originals of a case: what the log says of them, and the store they lie in. */
export interface CaseOriginals extends AsyncDisposable {
  readonly stores: Stores
  readonly custody: CustodySession
  readonly originals: Originals
}

/** Opens both. An erasure that was agreed and then interrupted is carried out now. */
export async function openCaseOriginals(context: AnlaufContext, caseId: string): Promise<CaseOriginals> {
  const stores = await openStores(context)
  try {
    const custody = await openCustody(stores.log, caseId)
    if (custody.log.case.status === 'none') throw noCase(context, caseId)
    const originals = openOriginals(context.home)
    for (const item of custody.log.items.values()) {
      if (item.erasedBecause !== undefined) await originals.erase(caseId, item.sha256)
    }
    return { stores, custody, originals, [Symbol.asyncDispose]: () => stores[Symbol.asyncDispose]() }
  } catch (error) {
    await stores[Symbol.asyncDispose]()
    throw error
  }
}

export const reasonFlag = {
  kind: 'parsed',
  parse: parseLine,
  brief: 'Why, in one line; it is recorded',
  placeholder: 'text',
} as const

export const hashArgument = {
  kind: 'tuple',
  parameters: [
    { parse: parseHash, brief: 'SHA-256 of the original, or its first digits', placeholder: 'hash' },
  ],
} as const

function parseHash(text: string): string {
  if (/^[0-9a-f]{6,64}$/i.test(text)) return text.toLowerCase()
  throw new AnlaufError('input-invalid', `"${text}" is no SHA-256.`, {
    hint: 'Give at least the first six digits; "anlauf evidence originals list" shows them.',
  })
}

/** The original whose hash begins so. Throws `not-found` when none does, `input-invalid` when several do. */
export function itemNamed({ log }: CustodySession, start: string): Item {
  const [item, ...others] = [...log.items.values()].filter(({ sha256 }) => sha256.startsWith(start))
  if (item !== undefined && others.length === 0) return item
  if (item === undefined) {
    throw new AnlaufError('not-found', `The case ${log.case.id} has no original ${start}.`, {
      hint: 'See them with "anlauf evidence originals list".',
    })
  }
  throw new AnlaufError('input-invalid', `${others.length + 1} originals begin with ${start}.`, {
    hint: 'Give more digits.',
  })
}
