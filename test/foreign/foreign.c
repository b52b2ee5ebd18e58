/*
 * How a distributed engine drives an aggregate, after the rules that Citus follows: workers run the transition function
 * on their rows, ship the state as text or binary, and a coordinator combines and finishes. Each call gets fresh call
 * info: no fn_extra, no expression, no collation. foreign_agg() is an aggregate of that shape over any of ours.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_aggregate.h"
#include "catalog/pg_proc.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/expandeddatum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

PG_MODULE_MAGIC;

#define WORKERS 3

typedef struct Cell
{
	Datum		value;
	bool		null;
} Cell;

typedef struct Engine
{
	Oid			transition, combine, final, state_type, result_type;
	char		mode;			/* t: ship text; b: ship binary; s: text after every single row */
	int			rows;
	Cell		worker[WORKERS];
} Engine;

/* One call with nothing but its arguments and the aggregate node above us. */
static Cell
call(Oid function, FunctionCallInfo above, int nargs, const Cell *args)
{
	LOCAL_FCINFO(fcinfo, FUNC_MAX_ARGS);
	FmgrInfo	flinfo;
	Cell		result;

	fmgr_info(function, &flinfo);
	InitFunctionCallInfoData(*fcinfo, &flinfo, nargs, InvalidOid, above->context, NULL);
	for (int i = 0; i < nargs; i++)
	{
		fcinfo->args[i].value = args[i].value;
		fcinfo->args[i].isnull = args[i].null;
		if (flinfo.fn_strict && args[i].null)
			return (Cell) {0, true};
	}
	result.value = FunctionCallInvoke(fcinfo);
	result.null = fcinfo->isnull;
	return result;
}

/* Keeps the new value of a state in the aggregate's context, as the executor does; flat: never as an expanded object. */
static void
keep(Cell *state, Cell next, MemoryContext context, bool flat)
{
	MemoryContext caller;

	if (!next.null && !state->null && next.value == state->value)
		return;
	caller = MemoryContextSwitchTo(context);
	if (!next.null && !(!flat && VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(next.value)) &&
						DatumGetEOHP(next.value)->eoh_context->parent == context))
		next.value = datumCopy(next.value, false, -1);
	if (!state->null)
	{
		if (VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(state->value)))
			DeleteExpandedObject(state->value);
		else
			pfree(DatumGetPointer(state->value));
	}
	MemoryContextSwitchTo(caller);
	*state = next;
}

/* Over the wire and back. */
static Cell
ship(const Engine *engine, Cell state)
{
	Oid			function, param;
	bool		varlena;

	if (state.null)
		return state;
	if (engine->mode == 'b')
	{
		StringInfoData message;
		bytea	   *bytes;

		getTypeBinaryOutputInfo(engine->state_type, &function, &varlena);
		bytes = OidSendFunctionCall(function, state.value);
		initStringInfo(&message);
		appendBinaryStringInfo(&message, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
		getTypeBinaryInputInfo(engine->state_type, &function, &param);
		state.value = OidReceiveFunctionCall(function, &message, param, -1);
	}
	else
	{
		char	   *text;

		getTypeOutputInfo(engine->state_type, &function, &varlena);
		text = OidOutputFunctionCall(function, state.value);
		getTypeInputInfo(engine->state_type, &function, &param);
		state.value = OidInputFunctionCall(function, text, param, -1);
	}
	return state;
}

static Engine *
make_engine(Oid aggregate, char mode)
{
	Engine	   *engine = palloc0(sizeof(Engine));
	HeapTuple	tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggregate));
	Form_pg_aggregate form;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "no aggregate %u", aggregate);
	form = (Form_pg_aggregate) GETSTRUCT(tuple);
	engine->transition = form->aggtransfn;
	engine->combine = form->aggcombinefn;
	engine->final = form->aggfinalfn;
	engine->state_type = form->aggtranstype;
	engine->result_type = get_func_rettype(aggregate);
	engine->mode = mode;
	ReleaseSysCache(tuple);
	for (int i = 0; i < WORKERS; i++)
		engine->worker[i].null = true;
	return engine;
}

PG_FUNCTION_INFO_V1(foreign_step);
/* foreign_step(internal, aggregate oid, mode text, VARIADIC "any") */
Datum
foreign_step(PG_FUNCTION_ARGS)
{
	MemoryContext context, caller;
	Engine	   *engine;
	Cell		args[FUNC_MAX_ARGS];
	Cell	   *state;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "not in an aggregate");
	caller = MemoryContextSwitchTo(context);
	engine = PG_ARGISNULL(0) ? make_engine(PG_GETARG_OID(1), *VARDATA_ANY(PG_GETARG_TEXT_PP(2))) : (Engine *) PG_GETARG_POINTER(0);
	MemoryContextSwitchTo(caller);
	state = &engine->worker[engine->rows++ % WORKERS];
	args[0] = engine->mode == 's' ? ship(engine, *state) : *state;
	for (int i = 3; i < PG_NARGS(); i++)
		args[i - 2] = (Cell) {fcinfo->args[i].value, fcinfo->args[i].isnull};
	keep(state, call(engine->transition, fcinfo, PG_NARGS() - 2, args), context, engine->mode == 's');
	PG_RETURN_POINTER(engine);
}

PG_FUNCTION_INFO_V1(foreign_final);
/* foreign_final(internal) -> text: the coordinator's part */
Datum
foreign_final(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	Engine	   *engine = (Engine *) PG_GETARG_POINTER(0);
	Cell		whole = {0, true};
	Oid			function;
	bool		varlena;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "not in an aggregate");
	for (int i = 0; i < WORKERS; i++)
	{
		Cell		args[2] = {whole, ship(engine, engine->worker[i])};

		keep(&whole, call(engine->combine, fcinfo, 2, args), context, false);
	}
	whole = call(engine->final, fcinfo, 1, &whole);
	if (whole.null)
		PG_RETURN_NULL();
	getTypeOutputInfo(engine->result_type, &function, &varlena);
	PG_RETURN_TEXT_P(cstring_to_text(OidOutputFunctionCall(function, whole.value)));
}

PG_FUNCTION_INFO_V1(foreign_bytes);
/* foreign_bytes(type oid, bytea) -> text: what the receive function makes of any bytes, as text */
Datum
foreign_bytes(PG_FUNCTION_ARGS)
{
	Oid			type = PG_GETARG_OID(0), function, param;
	bytea	   *bytes = PG_GETARG_BYTEA_PP(1);
	StringInfoData message;
	Datum		value;
	bool		varlena;

	initStringInfo(&message);
	appendBinaryStringInfo(&message, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
	getTypeBinaryInputInfo(type, &function, &param);
	value = OidReceiveFunctionCall(function, &message, param, -1);
	if (message.cursor != message.len)
		elog(ERROR, "%d bytes left", message.len - message.cursor);
	getTypeOutputInfo(type, &function, &varlena);
	PG_RETURN_TEXT_P(cstring_to_text(OidOutputFunctionCall(function, value)));
}
