namespace Hourglass.Compiler.Syntax.Lexing;

/// <summary>
/// A word, number, string or sign. Its kind is one character, so that a text becomes a string of kinds over which the grammar's
/// parsers run: white space and comments are gone, and every parser's position is a token's index.
/// </summary>
/// <param name="Kind">One of <see cref="TokenKind"/>, or the sign itself.</param>
/// <param name="Text">As written.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Doc">The <c>///</c> text directly before it, or null.</param>
internal sealed record Token(char Kind, string Text, int Start, TextSpan Span, string? Doc)
{
    public bool Is(string word) => Kind == TokenKind.Word && Text == word;

    public bool IsStatementKeyword => Kind == TokenKind.Word && AeKeywords.IsStatement(Text);

    public bool IsReserved => Kind == TokenKind.Word && AeKeywords.IsReserved(Text);

    public bool IsOpening => Kind is '(' or '[' or '{';

    public bool IsClosing => Kind is ')' or ']' or '}';

    /// <summary>Whether a text is closed as it was opened.</summary>
    public bool IsClosed => Text.Length > 1 && Text[Text.Length - 1] is '"' or '\'' or '”';

    /// <summary>A text without its quotes.</summary>
    public string Unquoted => Text.Substring(1, Text.Length - (IsClosed ? 2 : 1));

    /// <summary>Whether a value, and with it a statement, may end here.</summary>
    public bool EndsValue => Kind is TokenKind.Word or TokenKind.Number or TokenKind.Text || IsClosing;

    public bool IsOperator => Kind is '+' or '-' or '*' or '/';
}

/// <summary>The kinds of tokens that are not a sign of one character.</summary>
internal static class TokenKind
{
    public const char End = '\0';
    public const char Word = 'a';
    public const char Number = '0';
    public const char Text = '"';
    public const char Arrow = '>';
}
