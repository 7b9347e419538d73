import { buildRouteMap } from '@stricli/core'

import { rosterCheck } from '../case/people/roster.ts'
import { planCheck } from './check.ts'
import { planDiagramCommand, planExport, planImport, planSchemaCommand } from './exchange.ts'

export const planRoutes = buildRouteMap({
  docs: { brief: 'The emergency plan as code: check, draw, exchange' },
  routes: {
    check: planCheck,
    diagram: planDiagramCommand,
    export: planExport,
    import: planImport,
    schema: planSchemaCommand,
    roster: rosterCheck,
  },
})
