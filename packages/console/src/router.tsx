import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'

import { CaseFrame } from './frame/case-frame.tsx'
import { Cases } from './frame/cases.tsx'
import { Failure } from './frame/failure.tsx'
import { NotFound } from './frame/not-found.tsx'
import { Root } from './frame/root.tsx'
import { type ScreenId, screens } from './frame/screen-list.ts'
import { loadScreen } from './screens/screens.ts'

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Failure })

const casesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: Cases,
  validateSearch: (search: Record<string, unknown>) => search,
})

const declareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/declare',
  component: lazyRouteComponent(() => import('./screens/declare/declare.tsx')),
  errorComponent: Failure,
  validateSearch: (search: Record<string, unknown>) => search,
})

const caseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases/$case',
  component: CaseFrame,
  errorComponent: Failure,
})

const firstScreen = createRoute({
  getParentRoute: () => caseRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: screenPath(params.case, 'now'), replace: true })
  },
})

const screenRoutes = screens.map(({ id }) => screenRoute(id))

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    casesRoute,
    declareRoute,
    caseRoute.addChildren([firstScreen, ...screenRoutes]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

function screenRoute(id: ScreenId) {
  const Loaded = lazyRouteComponent(loadScreen[id])
  function ScreenOfCase() {
    const { case: caseId } = caseRoute.useParams()
    return <Loaded caseId={caseId} key={caseId} />
  }
  return createRoute({
    getParentRoute: () => caseRoute,
    path: id,
    component: Object.assign(ScreenOfCase, { preload: () => Loaded.preload?.() }),
    errorComponent: Failure,
    // Filters are the screen's own: each reads the address with its own rules and ignores what it does not know.
    validateSearch: (search: Record<string, unknown>) => search,
  })
}

function screenPath(caseId: string, screen: string): string {
  return `/cases/${encodeURIComponent(caseId)}/${screen}`
}
