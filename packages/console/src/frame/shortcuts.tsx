import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'

import { screens } from './screen-list.ts'
import { keep, kept } from '../words/kept.ts'
import { KeysDialog } from './keys-dialog.tsx'

/** `g` and a letter go to a screen, `?` shows all keys. Whoever speaks to their machine can switch them off. */
export function Shortcuts({ caseId }: { caseId: string }) {
  const navigate = useNavigate()
  const dialog = useRef<HTMLDialogElement>(null)
  const [isOn, setOn] = useState(() => kept('shortcuts') !== 'off')
  useEffect(() => {
    if (!isOn) return
    let isGoing = false
    const press = (event: KeyboardEvent): void => {
      if (isTyping(event)) return
      if (event.key === '?') dialog.current?.showModal()
      const screen = isGoing ? screens.find(({ key }) => key === event.key) : undefined
      isGoing = event.key === 'g' && screen === undefined
      if (screen === undefined) return
      event.preventDefault()
      void navigate({ to: `/cases/${encodeURIComponent(caseId)}/${screen.id}` })
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [caseId, isOn, navigate])
  const turn = (on: boolean): void => {
    keep('shortcuts', on ? 'on' : 'off')
    setOn(on)
  }
  return <KeysDialog ref={dialog} isOn={isOn} turn={turn} />
}

/** Letters belong to a field while somebody writes in it, and to the browser with a modifier. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true
  const target = event.target
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}
