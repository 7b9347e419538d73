import '../../styles/decisions.css'
import './exercise.css'

import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'

import { caseQuery, caseViewQuery } from '../../api/queries.ts'
import type { ExerciseScoreShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { Moment } from '../../parts/moment.tsx'
import { SayButton } from '../../parts/say-button.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { CheckTable } from './check-table.tsx'
import { exerciseWords } from './exercise-words.ts'
import { PhaseBars } from './phase-bars.tsx'

/** What an exercise was worth, and how to begin the next one. */
export default function Exercise({ caseId }: ScreenProps) {
  const words = useWords(exerciseWords)
  const { data: view } = useSuspenseQuery(caseViewQuery(caseId))
  const answer = useQuery({ ...caseQuery<ExerciseScoreShape>(caseId, '/score'), enabled: view.exercise })
  useTitle(words.title)
  const score = answer.data?.score
  return (
    <div className="exercise-screen">
      <h1>{words.title}</h1>
      {!view.exercise && <p>{words.real}</p>}
      {view.exercise && score === null && <p role="status">{words.going}</p>}
      {score !== undefined && score !== null && <Score score={score} />}
      <Begin caseId={caseId} exercise={view.exercise} />
    </div>
  )
}

function Score({ score }: { score: NonNullable<ExerciseScoreShape['score']> }) {
  const words = useWords(exerciseWords)
  const { language } = useLanguage()
  return (
    <>
      <p className="verdict" data-tone={score.passed ? 'good' : 'bad'}>
        <StateMark tone={score.passed ? 'good' : 'bad'}>
          {score.passed ? words.passed : words.failed}
        </StateMark>
      </p>
      <p className="quiet">
        {words.scored} <Moment at={score.at} />. {words.seed(count(score.seed, language))}
      </p>
      <CheckTable checks={score.checks} />
      <PhaseBars phases={score.phases} />
      <p className="quiet">
        {words.digest} <span className="mono breakable">{score.scoreDigest}</span>. {words.entry}
      </p>
    </>
  )
}

function Begin({ caseId, exercise }: { caseId: string; exercise: boolean }) {
  const words = useWords(exerciseWords)
  return (
    <section className="block" aria-labelledby="begin-title">
      <h2 id="begin-title">{words.again}</h2>
      {exercise && (
        <p>
          <SayButton caseId={caseId} path="/jobs" body={{ kind: 'drill' }} needs="recoverRun">
            {words.play}
          </SayButton>
        </p>
      )}
      {exercise && (
        <p className="follow">
          <a href={`/cases/${encodeURIComponent(caseId)}/jobs`}>{words.follow}</a>
        </p>
      )}
      <p>
        <code>npx anlauf drill --seed 2</code> <span className="quiet">{words.againNote}</span>
      </p>
      <h2>{words.declare}</h2>
      <p>
        <Link to="/declare" search={{ exercise: 'yes' }}>
          {words.declareLink}
        </Link>{' '}
        <span className="quiet">{words.declareNote}</span>
      </p>
    </section>
  )
}
