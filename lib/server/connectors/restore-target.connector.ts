import { z } from 'zod'
import { defineConnector } from '@/lib/core/inventory/connector-kind'
import { slugSchema } from '@/lib/core/inventory/slug'
import { hostSchema, passwordSchema, portSchema } from '@/lib/server/probes/settings'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'

const settings = z.strictObject({
  node: slugSchema.meta({
    description: 'The server that backups are restored into. All that it has is lost.',
  }),
  host: hostSchema,
  port: portSchema.default(3306),
  user: z.string().min(1).meta({ description: 'An account that may load, and replay binary logs.' }),
  password: passwordSchema,
  caFile: secretReferenceSchema,
  database: z.string().regex(/^[A-Za-z0-9_]+$/),
  programs: z.string().min(1).meta({
    description: 'Folder of mariadb and mariadb-binlog on the worker; relative to the data folder.',
  }),
  workFolder: z
    .string()
    .min(1)
    .default('restore')
    .meta({ description: 'Where downloads lie for the time being; relative to the data folder.' }),
})
export type RestoreTarget = z.infer<typeof settings>

export const restoreTargetConnector = defineConnector({
  kind: 'restore-target',
  title: 'Server into which backups are restored, with the tools for it',
  settings,
})
