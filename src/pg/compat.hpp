#pragma once
/* Everything that depends on the PostgreSQL major; PG_VERSION_NUM appears nowhere else. Included by prelude.hpp. */
#if PG_VERSION_NUM < 150000
#error "crm_metrics needs PostgreSQL 15 or later"
#endif

#if PG_VERSION_NUM >= 160000
/* Input functions report bad text softly, so that pg_input_is_valid() works. */
#define CRM_SOFT_ERROR(...) ereturn(fcinfo->context, Datum{0}, __VA_ARGS__)
#define CRM_MAKE_RANGE(type, lower, upper) make_range(type, lower, upper, false, nullptr)
#else
#define CRM_MAKE_RANGE(type, lower, upper) make_range(type, lower, upper, false)
#define CRM_SOFT_ERROR(...) ereport(ERROR, __VA_ARGS__)
#endif

#ifdef PG_MODULE_MAGIC_EXT
#define CRM_MODULE_MAGIC(...) PG_MODULE_MAGIC_EXT(__VA_ARGS__)
#else
#define CRM_MODULE_MAGIC(...) PG_MODULE_MAGIC
#endif
