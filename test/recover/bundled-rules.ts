import { fileURLToPath } from 'node:url'

/** Our own rules, as the programs use them. */
export const rules = fileURLToPath(new URL('../../rules', import.meta.url))

/** What the bundled rules call infected; put together here, so that they do not find this file. */
export const dropper = ['ANLAUF-DRILL-', 'DROPPER-7f3a9c'].join('')
