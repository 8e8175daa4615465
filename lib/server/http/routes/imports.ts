import {
  applyImport,
  getImportedFile,
  listImportKinds,
  listImports,
  previewImport,
} from '@/lib/core/api/imports'
import { MOST_IMPORT_BYTES } from '@/lib/core/imports/import-limit'
import { applyImport as apply } from '@/lib/server/services/imports/apply'
import {
  getImportedFile as getFile,
  listImports as list,
  listImportKinds as listKinds,
} from '@/lib/server/services/imports/list'
import { previewImport as preview } from '@/lib/server/services/imports/preview'
import { defineRawRoute, defineRoute } from '../define-route'

const options = { maxBodyBytes: MOST_IMPORT_BYTES }

export const importRoutes = [
  defineRoute(listImportKinds, async ({ context }) => ({ kinds: listKinds(context) })),
  defineRoute(listImports, async ({ context, query }) => ({ imports: await list(context, query.limit) })),
  defineRawRoute(getImportedFile, async ({ context, params }) => {
    const { file, bytes } = await getFile(context, params.id)
    const name = file.replace(/[^\w.-]/g, '_')
    return new Response(bytes, {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${name}"`,
        'x-content-type-options': 'nosniff',
      },
    })
  }),
  defineRoute(
    previewImport,
    ({ context, params, query, body }) => preview(context, { ...query, kind: params.kind, bytes: body }),
    options,
  ),
  defineRoute(
    applyImport,
    ({ context, params, query, body }) => apply(context, { ...query, kind: params.kind, bytes: body }),
    options,
  ),
]
