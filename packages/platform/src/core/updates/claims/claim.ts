import type { Words } from '../../estate/index.ts'
import { type ClaimClass, type ClaimState, claimWords } from '../../messages/index.ts'
import { folded, sentencesOf } from '../checks/plain-text.ts'
import { assertedState, isOpenCause } from './polarity.ts'
import { topicsOf } from './vocabulary.ts'

/** What the house says about one harm, to whom it applies and what it rests on. */
export interface ClaimStatement {
  /** Its name in texts: `{claim:NAME}`. */
  readonly claim: string
  readonly class: ClaimClass
  readonly state: ClaimState
  /** Ids of the services it is about; empty: all. */
  readonly scope: readonly string[]
  readonly wording: Words
  /** SHA-256 of findings, reports or entries it rests on. */
  readonly evidence: readonly string[]
  readonly asOf: string
}

/** Both sentences of a class and state, undefined where people have to write them. */
export function readyWording(of: ClaimClass, state: ClaimState): Words | undefined {
  const [de, en] = [claimWords.de(state, of), claimWords.en(state, of)]
  return de === undefined || en === undefined ? undefined : { de, en }
}

/** What is wrong with a wording: a sentence that is firmer or weaker than its state, or about another class. */
export function wordingProblems({ class: of, state, wording }: ClaimStatement): readonly string[] {
  return (['de', 'en'] as const).flatMap((language) => {
    const sentences = sentencesOf(wording[language]).map(folded)
    const about = sentences.filter((sentence) => topicsOf(sentence).includes(of))
    if (about.length === 0) return [`${language}: no sentence is about ${of}`]
    return sentences.flatMap((sentence) => {
      const foreign = topicsOf(sentence).filter((one) => one !== of)
      const said = of === 'cause' ? causeState(sentence, state) : assertedState(sentence)
      return [
        ...(foreign.length === 0 ? [] : [`${language}: "${sentence}" is about ${foreign.join(', ')} too`]),
        ...(!about.includes(sentence) || said === state
          ? []
          : [`${language}: "${sentence}" says ${said}, not ${state}`]),
      ]
    })
  })
}

/** A cause cannot be denied as a harm can; only an open one is told from a known one. */
function causeState(sentence: string, state: ClaimState): ClaimState {
  return isOpenCause(sentence) ? 'unknown' : state === 'unknown' ? 'confirmed' : state
}

/** True when what was said has to be taken back now, not only added to. */
export function isOvertaken(said: ClaimStatement, now: ClaimStatement): boolean {
  if (said.scope.join('\n') !== now.scope.join('\n') && said.state !== 'unknown') return true
  switch (said.state) {
    case 'unknown':
    case 'indicated':
      return false
    case 'no_indication':
      return now.state === 'indicated' || now.state === 'confirmed'
    case 'confirmed':
    case 'excluded':
      return now.state !== said.state
  }
}
