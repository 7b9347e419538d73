import type { Ref } from 'react'

import { screens } from './screen-list.ts'
import { useWords } from '../words/language.tsx'
import { frameWords, screenNames } from './frame-words.ts'

export const keysDialogId = 'keys'

interface KeysDialogProps {
  readonly ref: Ref<HTMLDialogElement>
  readonly isOn: boolean
  readonly turn: (on: boolean) => void
}

export function KeysDialog({ ref, isOn, turn }: KeysDialogProps) {
  const words = useWords(frameWords)
  const names = useWords(screenNames)
  return (
    <dialog ref={ref} id={keysDialogId} aria-labelledby="keys-title">
      <h2 id="keys-title">{words.keysTitle}</h2>
      <dl className="keys">
        {screens.map(({ id, key }) => (
          <div key={id}>
            <dt>
              <kbd>g</kbd> <kbd>{key}</kbd>
            </dt>
            <dd>{words.goTo(names[id])}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>{words.showKeys}</dd>
        </div>
      </dl>
      <label className="check">
        <input type="checkbox" checked={isOn} onChange={({ target }) => turn(target.checked)} />{' '}
        {words.keysOn}
      </label>
      <form method="dialog">
        <button>{words.close}</button>
      </form>
    </dialog>
  )
}
