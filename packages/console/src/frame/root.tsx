import { Outlet } from '@tanstack/react-router'

import { useWords } from '../words/language.tsx'
import { frameWords } from './frame-words.ts'

export function Root() {
  const words = useWords(frameWords)
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Outlet />
    </>
  )
}
