import type { Route } from './define-route'
import { auditRoutes } from './routes/audit'
import { dnsRoutes } from './routes/dns'
import { estateRoutes } from './routes/estate'
import { eventRoutes } from './routes/events'
import { findingRoutes } from './routes/findings'
import { importRoutes } from './routes/imports'
import { inventoryRoutes } from './routes/inventory'
import { layoutRoutes } from './routes/layouts'
import { maintenanceRoutes } from './routes/maintenance'
import { nodeRoutes } from './routes/nodes'
import { portRoutes } from './routes/ports'
import { runbookRoutes } from './routes/runbooks'
import { runRoutes } from './routes/runs'
import { tlsRoutes } from './routes/tls'
import { tokenRoutes } from './routes/tokens'
import { topologyRoutes } from './routes/topology'
import { userRoutes } from './routes/users'

/** Every route of the API. Routes with words in a place come before those with a parameter there. */
export const routes: readonly Route[] = [
  ...topologyRoutes,
  ...nodeRoutes,
  ...estateRoutes,
  ...portRoutes,
  ...dnsRoutes,
  ...tlsRoutes,
  ...eventRoutes,
  ...findingRoutes,
  ...inventoryRoutes,
  ...importRoutes,
  ...maintenanceRoutes,
  ...layoutRoutes,
  ...runbookRoutes,
  ...runRoutes,
  ...auditRoutes,
  ...userRoutes,
  ...tokenRoutes,
]
