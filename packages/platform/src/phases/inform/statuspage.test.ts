import assert from 'node:assert/strict'
import { test } from 'node:test'

import { exampleEstate, PlayedCase } from './case.fixture.ts'
import { renderSite } from './site.ts'

interface Shown {
  readonly incidents: readonly {
    readonly incident_updates: readonly {
      readonly body: string
      readonly created_at: string
      readonly updated_at: string
    }[]
  }[]
}

test('a text that was corrected says so where programs show it', () => {
  const played = new PlayedCase().declare().publish('a', { de: 'Drei.', en: 'Three.' })
  const { desk, now } = played.wait(1).correct(1, { de: 'Vier.', en: 'Four.' })
  const bytes = renderSite(desk, exampleEstate, new Date(now)).get('api/v2/incidents.json')
  const { incidents } = JSON.parse(Buffer.from(bytes ?? []).toString()) as Shown
  const [fresh, old] = incidents[0]?.incident_updates ?? []
  assert.equal(fresh?.body, 'Four.\n\nWhy we correct this: The number was wrong.')
  assert.match(old?.body ?? '', /^This update is out of date\. Update 2 applies\.\n\nThree\.$/)
  assert.equal(old?.updated_at, fresh?.created_at)
})
