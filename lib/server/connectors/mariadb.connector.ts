import { z } from 'zod'
import { defineConnector } from '@/lib/core/inventory/connector-kind'
import { slugSchema } from '@/lib/core/inventory/slug'
import { hostSchema, passwordSchema, portSchema } from '@/lib/server/probes/settings'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'

const serverSchema = z.strictObject({
  host: hostSchema,
  port: portSchema.default(3306),
  promotion: z
    .enum(['preferred', 'allowed', 'never'])
    .default('allowed')
    .meta({ description: 'Whether it may lead, and whether it is wanted first.' }),
})

const settings = z.strictObject({
  user: z.string().min(1).meta({ description: 'The operator account, with the privileges of a failover.' }),
  password: passwordSchema,
  caFile: secretReferenceSchema.meta({ description: 'Reference to the CA certificates of the servers.' }),
  replication: z.strictObject({
    user: z.string().min(1).meta({ description: 'The account by which replicas sign in.' }),
    password: passwordSchema,
  }),
  servers: z.record(slugSchema, serverSchema).meta({ description: 'The servers of one cluster, by node.' }),
})
export type MariadbCluster = z.infer<typeof settings>

export const mariadbConnector = defineConnector({
  kind: 'mariadb',
  title: 'MariaDB servers that replicate among each other',
  settings,
})
