import { Link } from '@tanstack/react-router'

import { useWords } from '../words/language.tsx'
import { frameWords } from './frame-words.ts'

export function NotFound() {
  const words = useWords(frameWords)
  return (
    <div className="failure">
      <h1>{words.notFound}</h1>
      <p>
        <Link to="/">{words.allCases}</Link>
      </p>
    </div>
  )
}
