// Writes the types of the API into packages/shared/api/schema.d.ts: node scripts/types.mjs
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import openapiTS, { COMMENT_HEADER, astToString } from 'openapi-typescript'
import { contractIn } from './contract.mjs'

const root = resolve(import.meta.dirname, '..')
const types = await openapiTS(contractIn(resolve(root, '../handlers/openapi')))
writeFileSync(resolve(root, 'packages/shared/api/schema.d.ts'), COMMENT_HEADER + astToString(types))
