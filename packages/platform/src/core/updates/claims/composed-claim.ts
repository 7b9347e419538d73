import type { Estate, Words } from '../../estate/index.ts'
import { AnlaufError } from '../../failure.ts'
import { claimScopeWords } from '../../messages/index.ts'
import { type ClaimStatement, readyWording } from './claim.ts'

/** What people say of a claim; without own sentences the ready ones are taken. */
export type TypedClaim = Omit<ClaimStatement, 'wording'> & { readonly wording?: Words | undefined }

/** The statement as it is signed: sentences in both languages, which name the services that it is about. Throws `input-invalid`, `not-found`. */
export function composedClaim({ wording, ...said }: TypedClaim, estate: Estate): ClaimStatement {
  const scope = [...new Set(said.scope)].toSorted()
  return {
    ...said,
    scope,
    wording: withScope(wording ?? ready(said), scope, estate),
    evidence: said.evidence.map((one) => one.toLowerCase()),
  }
}

function ready({ class: of, state }: Pick<ClaimStatement, 'class' | 'state'>): Words {
  const wording = readyWording(of, state)
  if (wording !== undefined) return wording
  throw new AnlaufError('input-invalid', `There is no ready sentence for a ${of} that is ${state}.`, {
    hint: 'Write it in German and in English; on the command line: --wording FILE with "[de]" and "[en]".',
  })
}

function withScope({ de, en }: Words, scope: readonly string[], { services }: Estate): Words {
  if (scope.length === 0) return { de, en }
  const named = scope.map((id) => {
    const service = services.find((one) => one.id === id)
    if (service !== undefined) return service.name
    throw new AnlaufError('not-found', `The estate has no service "${id}".`, {
      hint: `Its services: ${services.map((one) => one.id).join(', ')}.`,
    })
  })
  return {
    de: `${de} ${claimScopeWords.de(named.map((name) => name.de))}`,
    en: `${en} ${claimScopeWords.en(named.map((name) => name.en))}`,
  }
}
