#pragma once
#include "pg/aggregate.hpp"

/* The SQL type of a state: text (JSON), binary, comparison and hash, all from the field list of its image. Equal states
   have equal images, so equality, order and hash are those of the image in wire form: the same on every machine. */
namespace crm {

/* image(state): the record with the content of a state. */
template <State S> decltype(auto) image(const S &state) {
	if constexpr (Plain<S>)
		return (state);
	else
		return state.image();
}
template <State S> using ImageOf = std::remove_cvref_t<decltype(image(std::declval<const S &>()))>;

/* The version is the first member of every text and binary form. */
template <class Image> struct Versioned {
	std::uint8_t version = 0;
	Image content{};
	static constexpr void fields(auto &self, auto &&f) {
		f("version", self.version);
		Image::fields(self.content, f);
	}
	bool valid() const { return crm::valid(content); }
};

template <State S> Datum state_of(const ImageOf<S> &image) {
	if constexpr (Growing<S>) {
		WireWriter writer;
		writer.put(image);
		Header *made = allocate<S>(writer.out.size);
		std::memcpy(made + 1, writer.out.data, writer.out.size);
		return PointerGetDatum(made);
	} else if constexpr (Tailed<S>) {
		Cell<S> cell = Cell<S>::make(S::shape(image));
		cell->fill(image);
		return PointerGetDatum(cell.head);
	} else
		return PointerGetDatum(Cell<S>::make(image).head);
}

template <State S> Datum type_in(FunctionCallInfo fcinfo) {
	const std::string_view text{PG_GETARG_CSTRING(0)};
	JsonReader json{text};
	Versioned<ImageOf<S>> read;
	json.get(read), json.space();
	if (json.ok && !json.in.empty())
		json.fail("unexpected text after the end");
	if (json.ok && read.version != S::version)
		json.fail("version is not supported");
	if (!json.ok) {
		char detail[200];
		pg_snprintf(detail, sizeof detail, json.problem, static_cast<int>(std::min<std::size_t>(json.subject.size(), 60)), json.subject.data());
		detail[pg_mbcliplen(detail, static_cast<int>(strlen(detail)), sizeof detail - 1)] = '\0';
		CRM_SOFT_ERROR((errcode(ERRCODE_INVALID_TEXT_REPRESENTATION), errmsg("invalid input syntax for type %s", S::type_name),
						errdetail("At character %d: %s.", static_cast<int>(text.size() - json.in.size()) + 1, detail),
						errhint("Only text written by %s itself is accepted.", S::type_name)));
	}
	return state_of<S>(read.content);
}

template <State S> Bytes json_of(Datum datum) {
	JsonWriter json;
	json.put(Versioned<ImageOf<S>>{S::version, image(load<S>(datum))});
	json.out.push('\0');
	check_text_size(json.out.size);
	return json.out;
}
template <State S> Datum type_out(FunctionCallInfo fcinfo) { PG_RETURN_CSTRING(json_of<S>(PG_GETARG_DATUM(0)).data); }
template <State S> Datum type_jsonb(FunctionCallInfo fcinfo) {
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json_of<S>(PG_GETARG_DATUM(0)).data));
}

template <State S> Datum type_send(FunctionCallInfo fcinfo) {
	WireWriter wire;
	wire.out.resize(VARHDRSZ);
	wire.put(Versioned<ImageOf<S>>{S::version, image(load<S>(PG_GETARG_DATUM(0)))});
	if (!AllocSizeIsValid(wire.out.size))
		raise_too_large<S>();
	SET_VARSIZE(wire.out.data, wire.out.size);
	return PointerGetDatum(wire.out.data);
}

template <State S> Datum type_recv(FunctionCallInfo fcinfo) {
	auto *message = reinterpret_cast<StringInfo>(PG_GETARG_POINTER(0));
	WireReader wire{{message->data + message->cursor, static_cast<std::size_t>(message->len - message->cursor)}};
	Versioned<ImageOf<S>> read;
	wire.get(read.version);
	if (!wire.ok || read.version != S::version)
		raise(bad_binary, nullptr, "unsupported %s version %d", S::type_name, read.version);
	wire.get(read.content);
	if (!wire.ok || !wire.in.empty())
		raise(bad_binary, nullptr, "malformed %s", S::type_name);
	message->cursor = message->len;
	return state_of<S>(read.content);
}

template <State S> std::string_view image_bytes(FunctionCallInfo fcinfo, int i) {
	if constexpr (Growing<S>)
		if (const Header *head = detoast<S>(PG_GETARG_DATUM(i)); head->flags == 0) /* stored in that very form */
			return {reinterpret_cast<const char *>(head + 1), VARSIZE(head) - sizeof(Header)};
	WireWriter wire;
	wire.put(image(load<S>(PG_GETARG_DATUM(i))));
	return view(wire.out);
}
/* f() in memory of its own. A sort, an index or ANALYZE compares millions of times in one memory context, in which nothing may be left
   behind. The memory hangs on the FmgrInfo, where PostgreSQL lets a function keep such things; that of a call that raised an error
   is used again, too. */
template <class F> auto leaving_nothing(const FunctionCallInfo fcinfo, F &&f) {
	FmgrInfo *function = fcinfo->flinfo;
	if (!function) /* a direct call by C code */
		return f();
	if (!function->fn_extra)
		function->fn_extra = AllocSetContextCreateInternal(function->fn_mcxt, "crm_metrics comparison", ALLOCSET_DEFAULT_SIZES);
	const auto room = static_cast<MemoryContext>(function->fn_extra);
	const MemoryContext caller = MemoryContextSwitchTo(room);
	const auto result = f();
	MemoryContextSwitchTo(caller);
	MemoryContextReset(room);
	return result;
}
template <State S> int order(FunctionCallInfo fcinfo) {
	return leaving_nothing(fcinfo, [fcinfo] { return image_bytes<S>(fcinfo, 0).compare(image_bytes<S>(fcinfo, 1)); });
}
template <State S> Datum type_cmp(FunctionCallInfo fcinfo) {
	const int o = order<S>(fcinfo);
	return Int32GetDatum((o > 0) - (o < 0));
}
template <State S> Datum type_eq(FunctionCallInfo fcinfo) { return BoolGetDatum(order<S>(fcinfo) == 0); }
template <State S> Datum type_ne(FunctionCallInfo fcinfo) { return BoolGetDatum(order<S>(fcinfo) != 0); }
template <State S> Datum type_lt(FunctionCallInfo fcinfo) { return BoolGetDatum(order<S>(fcinfo) < 0); }
template <State S> Datum type_le(FunctionCallInfo fcinfo) { return BoolGetDatum(order<S>(fcinfo) <= 0); }
template <State S> Datum type_gt(FunctionCallInfo fcinfo) { return BoolGetDatum(order<S>(fcinfo) > 0); }
template <State S> Datum type_ge(FunctionCallInfo fcinfo) { return BoolGetDatum(order<S>(fcinfo) >= 0); }
template <State S> Datum type_hash(FunctionCallInfo fcinfo) {
	return leaving_nothing(fcinfo, [fcinfo] {
		const auto bytes = image_bytes<S>(fcinfo, 0);
		const auto *data = reinterpret_cast<const unsigned char *>(bytes.data());
		const int size = static_cast<int>(bytes.size());
		return PG_NARGS() == 2 ? hash_any_extended(data, size, static_cast<std::uint64_t>(PG_GETARG_INT64(1))) : hash_any(data, size);
	});
}

} // namespace crm

/* All C functions of one state type; `\state` in an SQL module declares them. */
#define CRM_STATE(type, S)                                             \
	static_assert(crm::Plain<S> || crm::Tailed<S> || crm::Growing<S>); \
	CRM_EXPORT(type##_in, crm::type_in<S>);                            \
	CRM_EXPORT(type##_out, crm::type_out<S>);                          \
	CRM_EXPORT(type##_recv, crm::type_recv<S>);                        \
	CRM_EXPORT(type##_send, crm::type_send<S>);                        \
	CRM_EXPORT(type##_jsonb, crm::type_jsonb<S>);                      \
	CRM_EXPORT(type##_eq, crm::type_eq<S>);                            \
	CRM_EXPORT(type##_ne, crm::type_ne<S>);                            \
	CRM_EXPORT(type##_lt, crm::type_lt<S>);                            \
	CRM_EXPORT(type##_le, crm::type_le<S>);                            \
	CRM_EXPORT(type##_gt, crm::type_gt<S>);                            \
	CRM_EXPORT(type##_ge, crm::type_ge<S>);                            \
	CRM_EXPORT(type##_cmp, crm::type_cmp<S>);                          \
	CRM_EXPORT(type##_hash, crm::type_hash<S>);                        \
	CRM_EXPORT(type##_hash_extended, crm::type_hash<S>);               \
	CRM_EXPORT(type##_merge, crm::merge<S>);                           \
	CRM_EXPORT(type##_final, crm::final_state<S>)
