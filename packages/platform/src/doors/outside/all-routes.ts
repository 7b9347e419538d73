import { acknowledgePage } from './pages/acknowledge-page.ts'
import { homePage } from './pages/home-page.ts'
import { inquiryRoutes } from './inquiries/inquiry-routes.ts'
import type { OutsideRoutes } from './outside-parts.ts'
import { subscriptionRoutes } from './subscriptions/subscription-routes.ts'

/** Everything that strangers can reach, one line a kind of page. */
export const allRoutes: readonly OutsideRoutes[] = [
  homePage,
  inquiryRoutes,
  acknowledgePage,
  subscriptionRoutes,
]
