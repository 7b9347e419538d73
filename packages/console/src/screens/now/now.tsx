import { useSuspenseQuery } from '@tanstack/react-query'

import { firstHourQuery } from '../../api/queries.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { useTitle } from '../../parts/title.ts'
import { useWords } from '../../words/language.tsx'
import { BackBlock } from './back-block.tsx'
import { HitBlock } from './hit-block.tsx'
import './now.css'
import { nowWords } from './now-words.ts'
import { SayBlock } from './say-block.tsx'
import { StepsBlock } from './steps-block.tsx'
import { WhoBlock } from './who-block.tsx'

/** The first hour on one screen: five questions, five blocks, no scrolling at 1280 × 800. */
export default function Now({ caseId }: ScreenProps) {
  const words = useWords(nowWords)
  useTitle(words.title)
  const { data } = useSuspenseQuery(firstHourQuery(caseId))
  return (
    <>
      <h1 className="hidden-text">{words.title}</h1>
      <div className="now">
        <HitBlock hit={data.hit} declared={data.declared} />
        <StepsBlock caseId={caseId} now={data.now} />
        <WhoBlock caseId={caseId} who={data.who} />
        <BackBlock back={data.back} services={data.hit.services} />
        <SayBlock say={data.say} />
      </div>
    </>
  )
}
