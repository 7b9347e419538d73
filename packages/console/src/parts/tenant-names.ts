import { queryOptions, useQuery } from '@tanstack/react-query'

import { getJson } from '../api/request.ts'
import type { TenantNamesShape } from '../api/shapes.ts'

const tenantNamesQuery = queryOptions({
  queryKey: ['estate', 'tenants'],
  queryFn: async ({ signal }) => {
    const { tenants } = await getJson<TenantNamesShape>('/api/estate/tenants', signal)
    return new Map(tenants.map(({ id, name }) => [id, name]))
  },
  retry: false,
})

/**
 * What people call a tenant, with the id behind it as it stands in files and on the command line. The id alone where no
 * estate is known: a screen does not wait for a name.
 */
export function useTenantNames(): (id: string) => string {
  const { data } = useQuery(tenantNamesQuery)
  return (id) => {
    const name = data?.get(id)
    return name === undefined || name === id ? id : `${name} (${id})`
  }
}
