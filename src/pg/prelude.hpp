#pragma once
/* The only file that includes PostgreSQL headers.

   Built with -fno-exceptions and every type trivially destructible, so ereport() may be called from anywhere: a longjmp
   over frames without destructors is well defined. C++ headers come first because postgres.h redefines printf & co. */
#ifndef PGDLLEXPORT /* empty on PostgreSQL 15, where hidden visibility would otherwise export nothing */
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif
#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

extern "C" {
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_collation_d.h"
#include "catalog/pg_type_d.h"
#include "common/hashfn.h"
#include "common/shortest_dec.h"
#include "fmgr.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/memnodes.h"
#include "pgtime.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/datum.h"
#include "utils/expandeddatum.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/multirangetypes.h"
#include "utils/numeric.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"
#include "utils/uuid.h"
#include "windowapi.h"
#if __has_include("varatt.h")
#include "varatt.h"
#endif
}
#undef Min
#undef Max
#undef Abs
#undef _
#undef gettext
#undef bind

#include "pg/compat.hpp"

/* One SQL-callable function: an extern "C" symbol and its info record around a C++ function of fcinfo. */
#define CRM_EXPORT(symbol, ...)                                                \
	extern "C" {                                                               \
	PG_FUNCTION_INFO_V1(symbol);                                               \
	PGDLLEXPORT Datum symbol(PG_FUNCTION_ARGS) { return __VA_ARGS__(fcinfo); } \
	}                                                                          \
	static_assert(true)
