import { api } from '@linli/shared/api/client'

/** The categories of reports, to choose from. */
export const categoryOptions = async () => (await api.get('/categories')).items.map((c) => ({ value: c.code, name: c.name }))
