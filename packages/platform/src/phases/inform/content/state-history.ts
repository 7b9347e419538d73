import type { ServiceState } from '../../../core/messages/index.ts'
import type { PublicView } from '../public-view.ts'
import type { PublicUpdate } from '../update-view.ts'

/** From when to when a service was told to be in a state. */
export interface StateSpan {
  readonly state: ServiceState
  readonly from: string
  readonly to: string
}

/** The states of every service that was hit, as updates told them, until `end`. */
export function stateHistory(
  { services }: Pick<PublicView, 'services'>,
  updates: readonly PublicUpdate[],
  end: string,
): readonly { readonly service: PublicView['services'][number]; readonly spans: readonly StateSpan[] }[] {
  return services
    .map((service) => {
      const changes = updates.flatMap(({ at, impacts }) =>
        impacts
          .filter((one) => one.service === service.id)
          .map(({ to }) => ({ at, state: to as ServiceState })),
      )
      const spans = changes.map(({ at, state }, place) => ({
        state,
        from: at,
        to: changes[place + 1]?.at ?? end,
      }))
      return { service, spans }
    })
    .filter(({ spans }) => spans.some(({ state }) => state !== 'not_affected' && state !== 'unknown'))
}
