import type { Entry } from '../../../core/evidence/index.ts'
import { fieldOf, fieldOfRequest } from '../../../core/facts/index.ts'
import { dutyOfFiling } from '../../../core/filings/index.ts'
import { may } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import { isApart } from '../duties/may-read.ts'

/**
 * An entry as somebody may see it. What stands apart (notices under data protection law, judgements of counsel, what files
 * were called, what was found about a customer's data) keeps its place, kind and links, and loses what it says; its own
 * hash is then not that of what is shown. Who takes the whole log along gets every line as it was sealed.
 */
export function entryFor(principal: Principal | undefined, entry: Entry): Entry {
  const needed = readersOf(entry)
  if (needed === undefined) return entry
  return principal !== undefined && may(principal, needed) ? entry : withoutWords(entry)
}

/** Without what it says. */
export function withoutWords(entry: Entry): Entry {
  const { object: _object, sha256: _sha256, size: _size, note: _note, source: _source, ...rest } = entry
  return { ...rest, data: { withheld: true } }
}

/** What somebody must be allowed to see the words of an entry; undefined for everybody who may read the case. */
export function readersOf(entry: Entry): ApartPermission | undefined {
  if (isAboutFindings(entry)) return 'readStatements'
  return isApartEntry(entry) ? 'readPrivileged' : undefined
}

export type ApartPermission = 'readStatements' | 'readPrivileged'

function isAboutFindings({ kind, data }: Entry): boolean {
  return kind === 'finding.stated' || (kind === 'approval.requested' && subjectOf(data).kind === 'findings')
}

/** Whether an entry is about something that stands apart. Of signatures only the request is known here, not its subject. */
function isApartEntry({ kind, object = '', data }: Entry): boolean {
  switch (kind) {
    case 'fact.stated':
      return isJudgement(object)
    case 'fact.withdrawn':
    case 'document.tagged':
    case 'filing.consented':
      return true
    case 'filing.drafted':
    case 'filing.approved':
      return isApart(dutyOfFiling(object))
    case 'approval.requested': {
      const { kind: of, name = '' } = subjectOf(data)
      if (of === 'filing') return isApart(dutyOfFiling(name))
      return of === 'fact' && isJudgement(fieldOfRequest({ name }))
    }
    default:
      return false
  }
}

function subjectOf(data: Entry['data']): { readonly kind?: string; readonly name?: string } {
  return (data['subject'] ?? {}) as { readonly kind?: string; readonly name?: string }
}

function isJudgement(field: string): boolean {
  return fieldOf(field)?.group === 'assessment'
}
