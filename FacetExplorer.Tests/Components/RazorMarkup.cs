using System.Text.RegularExpressions;

namespace FacetExplorer.Tests.Components;

/// <summary>Reads a .razor file as far as to tell its markup from its code.</summary>
internal sealed partial class RazorMarkup
{
    private static readonly string[] Directives = ["page", "using", "inject", "implements", "inherits", "layout", "attribute", "rendermode", "key"];

    private static readonly string[] Statements = ["if", "foreach", "for", "while", "switch", "lock", "using", "try", "do"];

    private readonly string _text;
    private readonly List<(int At, string? Element, string? Attribute, string Text)> _found = [];
    private int _at;

    private RazorMarkup(string text) => _text = text;

    /// <summary>What markup says itself: texts and values of attributes with a letter outside of expressions, strings of several words, with the line they are in.</summary>
    public static IEnumerable<(int Line, string? Element, string? Attribute, string Text)> Of(string text)
    {
        var markup = new RazorMarkup(text);
        markup.Content(null);
        return markup._found.Select(found => (text[..found.At].Count(c => c == '\n') + 1, found.Element, found.Attribute, found.Text));
    }

    private bool Is(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private string Word()
    {
        var start = _at;
        while (char.IsLetterOrDigit(Next) || Next == '_')
            _at++;
        return _text[start.._at];
    }

    private void Blanks()
    {
        while (char.IsWhiteSpace(Next))
            _at++;
    }

    /// <summary>Markup to the end tag of its element, or of the file.</summary>
    private void Content(string? element)
    {
        var said = new System.Text.StringBuilder();
        var start = _at;
        for (; _at < _text.Length && !Is("</"); start = said.Length == 0 ? _at : start)
            if (Is("<!"))
                _at = _text.IndexOf('>', _at) + 1;
            else if (Next == '<' && char.IsLetter(_text[_at + 1]))
                Element();
            else if (Next == '@')
                Transition();
            else if (said.Length > 0 || char.IsLetter(Next) || Next == '&')
                said.Append(_text[_at++]);
            else
                _at++;
        Say(start, element, null, said.ToString());
        if (_at < _text.Length)
            _at = _text.IndexOf('>', _at) + 1;
    }

    private void Say(int at, string? element, string? attribute, string text)
    {
        if (System.Net.WebUtility.HtmlDecode(text).Any(char.IsLetter))
            _found.Add((at, element, attribute, text.Trim()));
    }

    private void Element()
    {
        _at++;
        var start = _at;
        while (Next is not ('>' or '/') && !char.IsWhiteSpace(Next))
            _at++;
        var name = _text[start.._at];
        for (Blanks(); Next != '>' && !Is("/>"); Blanks())
            Attribute(name);
        var isEmpty = Is("/>");
        _at += isEmpty ? 2 : 1;
        if (!isEmpty && name is not ("meta" or "link" or "img" or "input" or "base" or "br"))
            Content(name);
    }

    private void Attribute(string element)
    {
        var start = _at;
        while (Next is not ('=' or '>' or '/') && !char.IsWhiteSpace(Next))
            _at++;
        var name = _text[start.._at];
        if (Next != '=')
            return;
        _at += 2;
        var said = new System.Text.StringBuilder();
        for (start = _at; Next != '"';)
            if (Next == '@')
                Transition();
            else
                said.Append(_text[_at++]);
        _at++;
        Say(start, element, name, said.ToString());
    }

    /// <summary>What an @ begins.</summary>
    private void Transition()
    {
        _at++;
        if (Next == '*')
            _at = _text.IndexOf("*@", _at, StringComparison.Ordinal) + 2;
        else if (Next is '(' or '{')
            Code();
        else
        {
            var word = Word();
            if (word == "code")
            {
                Blanks();
                Code();
            }
            else if (Directives.Contains(word) && Next is ' ' && !(word == "using" && Is(" (")))
                _at = _text.IndexOf('\n', _at) + 1;
            else if (Statements.Contains(word))
                Statement();
            else
                Expression();
        }
    }

    private void Statement()
    {
        do
        {
            while (Next != '{')
                if (Next == '(')
                    Code();
                else
                    _at++;
            Code();
        } while (IsGoneOnWith("else") || IsGoneOnWith("catch") || IsGoneOnWith("finally"));
    }

    private bool IsGoneOnWith(string word)
    {
        var before = _at;
        Blanks();
        if (Is(word) && !char.IsLetter(_text[_at + word.Length]))
            return true;
        _at = before;
        return false;
    }

    /// <summary>An expression without brackets around it.</summary>
    private void Expression()
    {
        while (true)
            if (Next is '(' or '[')
                Code();
            else if (Next is '.' && char.IsLetter(_text[_at + 1]) || Is("?.") || Next is '!' && _text[_at + 1] is '.' or '[')
                _at++;
            else if (char.IsLetter(Next) && _text[_at - 1] is '.')
                Word();
            else
                return;
    }

    /// <summary>Code in brackets, and the markup in it.</summary>
    private void Code()
    {
        var last = Next;
        var close = last switch { '(' => ')', '[' => ']', _ => '}' };
        for (_at++; Next != close;)
            if (Next is '(' or '[' or '{')
            {
                Code();
                last = _text[_at - 1];
            }
            else if (Next is '"' or '\'')
                Literal();
            else if (Is("//") || Is("Log.Log"))
                _at = _text.IndexOf('\n', _at); // comments, and what only operators read
            else if (Is("@*"))
                Transition();
            else if (Is("@<") || Next == '<' && last is '{' or ';' or '}' or ':' or '>' && char.IsLetter(_text[_at + 1]))
            {
                _at += Next == '@' ? 1 : 0;
                Element();
                last = '>';
            }
            else if (Is("@(") || Next == '@' && char.IsLetter(_text[_at + 1]))
            {
                Transition();
                last = '}';
            }
            else
                last = char.IsWhiteSpace(_text[_at++]) ? last : _text[_at - 1];
        _at++;
    }

    /// <summary>A character or a string, with the code in its holes; one of several words is said, unless it is an element.</summary>
    private void Literal()
    {
        var (quote, start, isFilled) = (Next, _at, _text[_at - 1] == '$');
        var said = new System.Text.StringBuilder();
        for (_at++; Next != quote;)
            if (Next == '\\')
                _at += 2;
            else if (isFilled && Next == '{' && !Is("{{"))
                Code();
            else
                said.Append(_text[_at++]);
        _at++;
        if (Words().IsMatch(said.ToString()) && said[0] != '<')
            _found.Add((start, null, null, said.ToString()));
    }

    [GeneratedRegex(@"\p{L}\s+\p{L}")]
    private static partial Regex Words();
}
