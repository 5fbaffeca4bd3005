using System.Text.Json;

namespace Hourglass.Checkpoints;

/// <summary>Something in a JSON text that is not what is expected there.</summary>
/// <param name="message">The place, what is found and what is expected, to follow «damaged: ».</param>
internal sealed class JsonFieldException(string message) : Exception(message);

/// <summary>
/// A value of a JSON text with its place. It is read as exactly what is expected, and everything else is refused by its place.
/// </summary>
/// <param name="element">The value.</param>
/// <param name="path">Its place: <c>metrics[0].seconds</c>; empty for the whole text.</param>
internal readonly struct JsonField(JsonElement element, string path)
{
    private const int ShownLength = 40;

    /// <summary>The members of an object, which must be exactly these.</summary>
    /// <exception cref="JsonFieldException">It is no object, or one is missing, unknown or there twice.</exception>
    public IReadOnlyDictionary<string, JsonField> Object(params IReadOnlyList<string> names) => ObjectWith("", names);

    /// <summary>The members of an object, which must be these, and may be one more.</summary>
    /// <exception cref="JsonFieldException">It is no object, or one is missing, unknown or there twice.</exception>
    public IReadOnlyDictionary<string, JsonField> ObjectWith(string optional, IReadOnlyList<string> names)
    {
        var members = Members();
        if (members.Keys.FirstOrDefault(name => !names.Contains(name) && name != optional) is { } unknown)
        {
            throw members[unknown].Wrong($"does not belong in it");
        }

        var place = path;
        return names.FirstOrDefault(name => !members.ContainsKey(name)) is { } missing
            ? throw new JsonFieldException($"{Below(place, missing)} is missing")
            : members;
    }

    /// <summary>The members of an object, whatever their names.</summary>
    /// <exception cref="JsonFieldException">It is no object, or two members have one name.</exception>
    public IReadOnlyDictionary<string, JsonField> Members()
    {
        Require(JsonValueKind.Object, "an object");
        var members = new Dictionary<string, JsonField>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var name = Decoded(() => property.Name);
            if (!members.TryAdd(name, new JsonField(property.Value, Below(path, name))))
            {
                throw new JsonFieldException($"{Below(path, name)} is in it twice");
            }
        }

        return members;
    }

    /// <summary>The items of a list.</summary>
    /// <exception cref="JsonFieldException">It is no list.</exception>
    public IReadOnlyList<JsonField> Items()
    {
        Require(JsonValueKind.Array, "a list");
        var place = path;
        return [.. element.EnumerateArray().Select((item, i) => new JsonField(item, FormattableString.Invariant($"{place}[{i}]")))];
    }

    /// <summary>A text.</summary>
    /// <exception cref="JsonFieldException">It is no text.</exception>
    public string Text()
    {
        Require(JsonValueKind.String, "a text");
        var value = element;
        return Decoded(() => value.GetString()!);
    }

    /// <summary>A text of one line, which a message may repeat.</summary>
    /// <exception cref="JsonFieldException">It is no text, or has control characters.</exception>
    public string Line() => Text() is var line && line.Any(char.IsControl) ? throw Wrong("holds a control character") : line;

    /// <summary>A whole number, written without a sign, a point or an exponent.</summary>
    /// <exception cref="JsonFieldException">It is none, or above the limit.</exception>
    public long Whole(long largest = long.MaxValue)
    {
        var expected = largest == long.MaxValue
            ? "a whole number, 0 or more"
            : FormattableString.Invariant($"a whole number from 0 to {largest}");
        Require(JsonValueKind.Number, expected);
        return element.GetRawText().All(char.IsAsciiDigit) && element.TryGetInt64(out var number) && number <= largest
            ? number
            : throw Expected(expected);
    }

    /// <summary>A finite number.</summary>
    /// <exception cref="JsonFieldException">It is none: also one that is too large for a double.</exception>
    public double Number()
    {
        const string Finite = "a finite number";
        Require(JsonValueKind.Number, Finite);
        return element.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Expected(Finite);
    }

    /// <summary>An exception that names the place.</summary>
    /// <param name="what">What is wrong with it, to follow the place.</param>
    public JsonFieldException Wrong(string what) => new($"{(path.Length == 0 ? "the whole text" : path)} {what}");

    private JsonFieldException Expected(string expected) => Wrong($"is {Found()}; expected {expected}");

    private void Require(JsonValueKind kind, string expected)
    {
        if (element.ValueKind != kind)
        {
            throw Expected(expected);
        }
    }

    /// <summary>
    /// A lone half of a surrogate pair, which JSON can write and no text can hold, shows only where the text is asked for.
    /// </summary>
    private string Decoded(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw Wrong("holds a text that is no valid Unicode");
        }
    }

    private string Found() => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {Shown()}",
        _ => Shown(),
    };

    private string Shown()
    {
        var raw = element.GetRawText();
        return TensorText.Shown(raw.Length > ShownLength ? raw[..ShownLength] + "…" : raw);
    }

    private static string Below(string path, string name)
    {
        var shown = TensorText.Shown(name);
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }
}
